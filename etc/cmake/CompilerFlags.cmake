# Warnings, hardening and sanitizers, the same for every target.
add_library(scim2ldap_flags INTERFACE)
target_compile_options(scim2ldap_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
  $<$<AND:$<CXX_COMPILER_ID:GNU>,$<CONFIG:Release>>:-Wno-maybe-uninitialized>)
if(SCIM2LDAP_WERROR)
  target_compile_options(scim2ldap_flags INTERFACE -Werror)
endif()
target_include_directories(scim2ldap_flags INTERFACE ${PROJECT_SOURCE_DIR})
target_link_options(scim2ldap_flags INTERFACE -Wl,-z,relro,-z,now)

if(SCIM2LDAP_SANITIZE)
  target_compile_options(scim2ldap_flags INTERFACE
    -fsanitize=${SCIM2LDAP_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
  if(SCIM2LDAP_SANITIZE MATCHES undefined)
    # A check of every access for what AddressSanitizer reports too doubles the time of a build.
    target_compile_options(scim2ldap_flags INTERFACE -fno-sanitize=null,alignment,object-size,vptr)
  endif()
  target_link_options(scim2ldap_flags INTERFACE -fsanitize=${SCIM2LDAP_SANITIZE})
else()
  target_compile_options(scim2ldap_flags INTERFACE
    -fstack-protector-strong -fstack-clash-protection -fcf-protection -D_GLIBCXX_ASSERTIONS
    $<$<CONFIG:Release,RelWithDebInfo>:-U_FORTIFY_SOURCE$<SEMICOLON>-D_FORTIFY_SOURCE=3>)
endif()

find_program(SCIM2LDAP_CCACHE ccache)
if(SCIM2LDAP_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${SCIM2LDAP_CCACHE})
endif()
find_program(SCIM2LDAP_MOLD mold)
if(SCIM2LDAP_MOLD)
  target_link_options(scim2ldap_flags INTERFACE -fuse-ld=mold)
endif()
