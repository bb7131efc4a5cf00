# What `cmake --install` puts beside the programs, which install themselves where they are defined.
install(FILES docs/man/lpcheck.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES scripts/completion/lpcheck.bash
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME lpcheck)
install(FILES README.md ARCHITECTURE.md docs/formats.md DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES docs/man/lpadmit.8 DESTINATION ${CMAKE_INSTALL_MANDIR}/man8)
install(FILES scripts/completion/lpcheck.bash
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME lpadmit)
