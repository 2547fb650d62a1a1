INSERT DATA { clx:another_record a owl:Class }
