INSERT DATA { clx:Event skos:relatedMatch <https://purl.obolibrary.org/obo/BFO_0000015> }
