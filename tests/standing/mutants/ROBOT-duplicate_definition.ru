INSERT { clx:Event rdfs:comment ?note } WHERE { clx:Link rdfs:comment ?note }
