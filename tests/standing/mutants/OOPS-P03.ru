INSERT DATA { clx:isA a owl:ObjectProperty }
