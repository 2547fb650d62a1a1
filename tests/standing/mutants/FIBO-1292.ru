INSERT DATA { clx:BodyOrScheme a owl:Class }
