INSERT DATA { clx:Event rdfs:subClassOf owl:Thing }
