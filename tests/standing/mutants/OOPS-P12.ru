DELETE WHERE { clx:replaces rdfs:subPropertyOf ?above }
