# Configures a release and looks for fault points in what it would compile; this build, BUILD, has them.
function(count_of file result)
  file(STRINGS ${file} lines REGEX "SCIM2LDAP_FAULT_POINTS|FaultPoint\\.cpp")
  list(LENGTH lines count)
  set(${result} ${count} PARENT_SCOPE)
endfunction()

count_of(${BUILD}/build.ninja here)
if(here EQUAL 0)
  message(FATAL_ERROR "This build has no fault points, so nothing can be said of a release")
endif()

set(release ${BUILD}/tests/fault/release)
file(REMOVE_RECURSE ${release})
execute_process(COMMAND ${CMAKE_COMMAND} --preset release -B ${release}
  WORKING_DIRECTORY ${SOURCE} OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
count_of(${release}/build.ninja there)
if(NOT there EQUAL 0)
  message(FATAL_ERROR "A release has fault points")
endif()

# Nor can somebody ask for them.
execute_process(COMMAND ${CMAKE_COMMAND} --preset release -B ${release} -DSCIM2LDAP_FAULT_POINTS=ON
  WORKING_DIRECTORY ${SOURCE} OUTPUT_QUIET ERROR_QUIET RESULT_VARIABLE refused)
if(refused EQUAL 0)
  message(FATAL_ERROR "A release takes SCIM2LDAP_FAULT_POINTS=ON")
endif()
message(STATUS "${here} lines here, none in a release")
