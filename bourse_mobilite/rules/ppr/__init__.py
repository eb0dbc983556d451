"""The période de préparation au reclassement (PPR) of the fonction publique territoriale."""
