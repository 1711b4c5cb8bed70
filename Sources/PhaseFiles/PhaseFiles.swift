// PhaseFiles
