INSERT DATA { clx:Island a owl:Class }
