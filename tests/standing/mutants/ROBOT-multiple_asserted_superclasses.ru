INSERT DATA { clx:Event rdfs:subClassOf clx:Statement }
