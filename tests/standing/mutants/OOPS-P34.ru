INSERT DATA { clx:Event rdfs:subClassOf ex:Undeclared }
