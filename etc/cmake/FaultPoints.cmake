# Places where tests can end the program (connector/fault). Only debug builds with tests have them.
set(SCIM2LDAP_HAS_FAULT_POINTS OFF)
if(BUILD_TESTING AND CMAKE_BUILD_TYPE STREQUAL "Debug")
  set(SCIM2LDAP_HAS_FAULT_POINTS ON)
endif()
option(SCIM2LDAP_FAULT_POINTS "Compile in the places where tests end the program" ${SCIM2LDAP_HAS_FAULT_POINTS})
if(SCIM2LDAP_FAULT_POINTS AND NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
  message(FATAL_ERROR "SCIM2LDAP_FAULT_POINTS is for CMAKE_BUILD_TYPE Debug alone")
endif()
