INSERT { clx:Event rdfs:label ?label } WHERE { clx:Link rdfs:label ?label }
