# Writes OUTPUT from TEMPLATE with the text of INPUT as C++ string literals, one a line (a single literal would pass
# the length that compilers must accept).
file(READ ${INPUT} text)
string(REPLACE "\\" "\\\\" text "${text}")
string(REPLACE "\"" "\\\"" text "${text}")
string(REPLACE "\n" "\\n\"\n\"" text "${text}")
set(LPCHECK_API_TEXT "\"${text}\"")
configure_file(${TEMPLATE} ${OUTPUT} @ONLY)
