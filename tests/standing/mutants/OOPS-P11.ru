INSERT DATA { clx:somewhere a owl:ObjectProperty }
