DELETE WHERE { clx:Event rdfs:subClassOf ?above }
