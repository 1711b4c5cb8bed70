// GitStorage
