INSERT { clx:Event skos:altLabel ?label } WHERE { clx:Event rdfs:label ?label }
