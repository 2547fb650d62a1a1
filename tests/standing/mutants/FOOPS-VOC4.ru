DELETE WHERE { clx:Statement rdfs:comment ?note }
