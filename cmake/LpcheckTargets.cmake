# One place for the flags every target of the project shares.

add_library(lpcheck_flags INTERFACE)
target_include_directories(lpcheck_flags INTERFACE ${CMAKE_SOURCE_DIR} ${CMAKE_BINARY_DIR}/generated)
# Designated initialisers leave out what has its default: that is their point, not an oversight. GoogleTest's macros are
# safe behind an `if` without braces, which gcc does not see.
target_compile_options(lpcheck_flags INTERFACE -Wall -Wextra -Wno-unused-parameter -Wno-missing-field-initializers -Wno-dangling-else
  $<$<BOOL:${LPCHECK_WERROR}>:-Werror>)

# lpcheck_library(NAME SOURCES... LINK LIBS...): a static library lpcheck_NAME, alias lpcheck::NAME.
function(lpcheck_library name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_library(lpcheck_${name} STATIC ${ARG_SOURCES})
  add_library(lpcheck::${name} ALIAS lpcheck_${name})
  target_link_libraries(lpcheck_${name} PUBLIC lpcheck_flags ${ARG_LINK})
endfunction()

# lpcheck_test(NAME SOURCES... LINK LIBS...): a GoogleTest program registered with CTest.
function(lpcheck_test name)
  cmake_parse_arguments(ARG "" "" "SOURCES;LINK" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_LINK} lpcheck_flags GTest::gtest_main GTest::gmock)
  add_test(NAME ${name} COMMAND ${name})
endfunction()
