# Everything this project compiles gets the same standard, warnings, hardening and sanitizers.
add_library(satchel_build_flags INTERFACE)
target_compile_features(satchel_build_flags INTERFACE cxx_std_20)
target_compile_definitions(satchel_build_flags INTERFACE
  QT_NO_KEYWORDS QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_FOREACH
  _GLIBCXX_ASSERTIONS)
target_compile_options(satchel_build_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wold-style-cast -Wnon-virtual-dtor -Woverloaded-virtual -Werror
  -fstack-protector-strong -fstack-clash-protection)
if(CMAKE_SYSTEM_PROCESSOR STREQUAL "x86_64")
  target_compile_options(satchel_build_flags INTERFACE -fcf-protection)
endif()
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_options(satchel_build_flags INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
endif()
target_link_options(satchel_build_flags INTERFACE
  -Wl,--as-needed -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack)
if(SATCHEL_SANITIZERS)
  target_compile_options(satchel_build_flags INTERFACE
    -fsanitize=${SATCHEL_SANITIZERS} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(satchel_build_flags INTERFACE -fsanitize=${SATCHEL_SANITIZERS})
endif()
if(SATCHEL_FUZZ)
  target_compile_options(satchel_build_flags INTERFACE -fsanitize=fuzzer-no-link)
  target_compile_definitions(satchel_build_flags INTERFACE QT_FORCE_ASSERTS) # in spite of the optimisation
endif()

include(CheckPIESupported)
check_pie_supported(LANGUAGES CXX)

find_program(SATCHEL_CCACHE ccache)
mark_as_advanced(SATCHEL_CCACHE)
if(SATCHEL_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${SATCHEL_CCACHE}")
endif()

# Several files of a layer make one unit for the compiler, which then reads their headers once: half of the time. No two of
# them may give one name to different things, not in unnamed namespaces either. Whoever changes a file compiles the others
# of its unit too, so builds for every day do without.
option(SATCHEL_UNITE "Compile several files of a layer as one" OFF)
set(SATCHEL_FILES_PER_UNIT 8 CACHE STRING "How many, with SATCHEL_UNITE")
function(satchel_unite)
  set_target_properties(${ARGN} PROPERTIES UNITY_BUILD ${SATCHEL_UNITE} UNITY_BUILD_BATCH_SIZE ${SATCHEL_FILES_PER_UNIT})
endfunction()

# One layer of core: a library of its own, so that using a layer above does not even link. Users get one program with all
# of them inside; the many programs of the tests share them, or each link would take its seconds.
if(SATCHEL_SHARED_LAYERS)
  set(satchel_layer_type SHARED)
else()
  set(satchel_layer_type STATIC)
endif()
function(satchel_add_layer name)
  add_library(satchel_${name} ${satchel_layer_type} ${ARGN})
  set_target_properties(satchel_${name} PROPERTIES DEFINE_SYMBOL "")
  target_include_directories(satchel_${name} PUBLIC "${PROJECT_SOURCE_DIR}")
  target_link_libraries(satchel_${name} PRIVATE satchel_build_flags)
  satchel_precompile(satchel_${name})
  satchel_unite(satchel_${name})
  if(SATCHEL_SHARED_LAYERS)
    target_link_options(satchel_${name} PRIVATE -Wl,-z,defs)
    set_property(GLOBAL APPEND PROPERTY satchel_shared_layers satchel_${name})
  endif()
endfunction()

# For a program that tests start thousands of times, after the last layer: with the shared layers inside, and at an address
# that the linker knows, one with sanitizers starts in half of the time. The libraries themselves are still named to the
# linker, which finds nothing to take from them and leaves them out (--as-needed).
function(satchel_put_layers_inside target)
  get_property(layers GLOBAL PROPERTY satchel_shared_layers)
  foreach(layer IN LISTS layers)
    target_sources(${target} PRIVATE $<TARGET_OBJECTS:${layer}>)
    get_target_property(libraries ${layer} LINK_LIBRARIES)
    target_link_libraries(${target} PRIVATE ${libraries})
  endforeach()
  if(layers)
    target_link_libraries(${target} PRIVATE -no-pie) # here it comes after -pie
  endif()
endfunction()
