# One executable per test class: `satchel_add_test(TestUlid satchel_base)` builds TestUlid.cpp.
function(satchel_add_test name)
  add_executable(${name} ${name}.cpp)
  set_target_properties(${name} PROPERTIES
    AUTOMOC ON
    RUNTIME_OUTPUT_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}")
  if(Qt6_VERSION VERSION_LESS 6.5.3)
    set_target_properties(${name} PROPERTIES
      AUTOMOC_MOC_OPTIONS "--include;${PROJECT_SOURCE_DIR}/cmake/moc_glibcxx.h")
  endif()
  target_link_libraries(${name} PRIVATE ${ARGN} satchel_build_flags Qt6::Test)
  if("satchel_app" IN_LIST ARGN)
    satchel_precompile(${name}) # <QTest> is another one where there are windows
  else()
    satchel_precompile_test(${name})
  endif()
  target_compile_definitions(${name} PRIVATE SATCHEL_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  # Qt names the folders, for finding test data that nobody here looks for so. Without them a compiler cache serves other
  # clones too, and precompiled headers the tests of every folder.
  target_compile_options(${name} PRIVATE -UQT_TESTCASE_BUILDDIR -UQT_TESTCASE_SOURCEDIR)
  add_test(NAME ${name} COMMAND ${name})
  set_tests_properties(${name} PROPERTIES TIMEOUT 300)
endfunction()

# Tests in which several threads run: `./dev tsan` builds and runs these and no others. Some of them also fork, which
# ThreadSanitizer takes for a reason to end unless it is told; and it makes everything many times slower.
add_custom_target(thread-tests)
function(satchel_runs_threads)
  add_dependencies(thread-tests ${ARGN})
  set_tests_properties(${ARGN} PROPERTIES LABELS threads)
  if(SATCHEL_SANITIZERS STREQUAL "thread")
    set(options "die_after_fork=0:suppressions=${PROJECT_SOURCE_DIR}/tests/tsan-suppressions.txt")
    set_tests_properties(${ARGN} PROPERTIES
      ENVIRONMENT "TSAN_OPTIONS=${options};QTEST_FUNCTION_TIMEOUT=1800000"
      TIMEOUT 3600)
  endif()
endfunction()
