DELETE WHERE { clx:Event rdfs:label ?label }
