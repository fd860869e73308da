# Everything this project compiles gets the same standard, warnings and sanitizers.
add_library(satchel_build_flags INTERFACE)
target_compile_features(satchel_build_flags INTERFACE cxx_std_20)
target_compile_definitions(satchel_build_flags INTERFACE
  QT_NO_KEYWORDS QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_FOREACH)
target_compile_options(satchel_build_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wold-style-cast -Wnon-virtual-dtor -Woverloaded-virtual -Werror
  -fstack-protector-strong)
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  target_compile_definitions(satchel_build_flags INTERFACE _FORTIFY_SOURCE=2)
  target_link_options(satchel_build_flags INTERFACE -Wl,-z,relro,-z,now)
endif()
if(SATCHEL_SANITIZERS)
  target_compile_options(satchel_build_flags INTERFACE -fsanitize=${SATCHEL_SANITIZERS} -fno-omit-frame-pointer)
  target_link_options(satchel_build_flags INTERFACE -fsanitize=${SATCHEL_SANITIZERS})
endif()

# One layer of core: a static library of its own, so that using a layer above does not even link.
function(satchel_add_layer name)
  add_library(satchel_${name} STATIC ${ARGN})
  target_include_directories(satchel_${name} PUBLIC "${PROJECT_SOURCE_DIR}")
  target_link_libraries(satchel_${name} PRIVATE satchel_build_flags)
endfunction()
