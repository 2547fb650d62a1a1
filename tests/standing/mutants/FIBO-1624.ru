INSERT DATA { clx:replaces a owl:DatatypeProperty }
