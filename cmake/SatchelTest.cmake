# What holds test classes, each registered by SATCHEL_TEST below it. Where there are windows, QApplication runs them.
function(_satchel_add_test_program program)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LIBRARIES")
  add_executable(${program} ${arg_SOURCES})
  set_target_properties(${program} PROPERTIES
    AUTOMOC ON
    RUNTIME_OUTPUT_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}")
  if(Qt6_VERSION VERSION_LESS 6.5.3)
    set_target_properties(${program} PROPERTIES
      AUTOMOC_MOC_OPTIONS "--include;${PROJECT_SOURCE_DIR}/cmake/moc_glibcxx.h")
  endif()
  target_include_directories(${program} PRIVATE "${PROJECT_SOURCE_DIR}")
  if("satchel_app" IN_LIST arg_LIBRARIES)
    target_link_libraries(${program} PRIVATE satchel_window_test_main)
    satchel_precompile_window_tests(${program})
  else()
    target_link_libraries(${program} PRIVATE satchel_test_main)
    satchel_precompile_tests(${program})
  endif()
  target_link_libraries(${program} PRIVATE ${arg_LIBRARIES} satchel_build_flags Qt6::Test)
  target_compile_definitions(${program} PRIVATE SATCHEL_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  # Qt names the folders, for finding test data that nobody here looks for so. Without them a compiler cache serves other
  # clones too, and precompiled headers the tests of every folder.
  target_compile_options(${program} PRIVATE -UQT_TESTCASE_BUILDDIR -UQT_TESTCASE_SOURCEDIR)
endfunction()

function(_satchel_register_test test program)
  add_test(NAME ${test} COMMAND ${program} ${ARGN})
  set_tests_properties(${test} PROPERTIES TIMEOUT 300)
  set_property(GLOBAL PROPERTY satchel_program_of_${test} ${program})
endfunction()

# A test class in a program of its own: `satchel_add_test(TestUlid satchel_base)` builds TestUlid.cpp. For those that need
# other libraries than their neighbours, or a main function of their own.
function(satchel_add_test test)
  _satchel_add_test_program(${test} SOURCES ${test}.cpp LIBRARIES ${ARGN})
  _satchel_register_test(${test} ${test})
endfunction()

# The test classes of one folder in one program, which is compiled and linked in a third of the time of many:
# `satchel_add_tests(base LIBRARIES satchel_base TESTS TestFile TestUlid)` builds satchel-base-tests. Each class is a test of
# ctest, runs in a process of its own, and is the name of a target that builds it.
function(satchel_add_tests folder)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "TESTS;LIBRARIES;FURTHER_SOURCES")
  set(program satchel-${folder}-tests)
  list(TRANSFORM arg_TESTS APPEND .cpp OUTPUT_VARIABLE sources)
  _satchel_add_test_program(${program} SOURCES ${sources} ${arg_FURTHER_SOURCES} LIBRARIES ${arg_LIBRARIES})
  satchel_unite(${program})
  foreach(test IN LISTS arg_TESTS)
    _satchel_register_test(${test} ${program} ${test})
    add_custom_target(${test} DEPENDS ${program})
  endforeach()
endfunction()

# Tests in which several threads run: `./dev tsan` builds and runs these and no others. Some of them also fork, which
# ThreadSanitizer takes for a reason to end unless it is told; and it makes everything many times slower.
add_custom_target(thread-tests)
function(satchel_runs_threads)
  foreach(test IN LISTS ARGN)
    get_property(program GLOBAL PROPERTY satchel_program_of_${test})
    add_dependencies(thread-tests ${program})
  endforeach()
  set_tests_properties(${ARGN} PROPERTIES LABELS threads)
  if(SATCHEL_SANITIZERS STREQUAL "thread")
    set(options "die_after_fork=0:suppressions=${PROJECT_SOURCE_DIR}/tests/tsan-suppressions.txt")
    set_tests_properties(${ARGN} PROPERTIES
      ENVIRONMENT "TSAN_OPTIONS=${options};QTEST_FUNCTION_TIMEOUT=1800000"
      TIMEOUT 3600)
  endif()
endfunction()
