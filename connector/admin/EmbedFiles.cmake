# Puts files into a target, byte for byte, by the assembler's .incbin: no tool, no arrays of hexadecimal digits, and
# a changed file is taken up by the next build. For `page/page.css` with NAMESPACE scim2ldap::connector the source
# declares `std::string_view embeddedPageCss();`. Names are made of the file name alone.
function(scim2ldap_embed_files target)
  cmake_parse_arguments(PARSE_ARGV 1 EMBED "" "NAMESPACE" "FILES")
  foreach(file IN LISTS EMBED_FILES)
    get_filename_component(path ${file} ABSOLUTE)
    get_filename_component(name ${file} NAME)
    string(REGEX MATCHALL "[A-Za-z0-9]+" words ${name})
    set(function "embedded")
    foreach(word IN LISTS words)
      string(SUBSTRING ${word} 0 1 first)
      string(SUBSTRING ${word} 1 -1 rest)
      string(TOUPPER ${first} first)
      string(APPEND function ${first}${rest})
    endforeach()
    set(symbol scim2ldap_${function})
    set(source ${CMAKE_CURRENT_BINARY_DIR}/${function}.cpp)
    file(CONFIGURE OUTPUT ${source} @ONLY CONTENT [==[
#include <string_view>

__asm__(
    ".pushsection .rodata\n"
    "@symbol@_begin:\n"
    ".incbin \"@path@\"\n"
    "@symbol@_end:\n"
    ".popsection\n");

extern "C" {
extern const char @symbol@_begin[] __attribute__((visibility("hidden")));
extern const char @symbol@_end[] __attribute__((visibility("hidden")));
}

namespace @EMBED_NAMESPACE@ {

std::string_view @function@();
std::string_view @function@() {
  return {@symbol@_begin, @symbol@_end};
}

}  // namespace @EMBED_NAMESPACE@
]==])
    set_source_files_properties(${source} PROPERTIES OBJECT_DEPENDS ${path})
    target_sources(${target} PRIVATE ${source})
  endforeach()
endfunction()
