DELETE WHERE { clx:quote rdfs:comment ?note }
