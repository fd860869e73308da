# The headers that nearly every file includes, read once instead of hundreds of times: a third of the time that a build for
# tests takes, a quarter of one for users. It hides that a file does not include what it uses: the preset `includes` builds
# without.
option(SATCHEL_PRECOMPILE "Precompile the headers of Qt and of the standard library that most files include" OFF)

# In PIC whatever it is for, as Qt demands of all that uses it.
function(_satchel_add_precompiled name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LIBRARIES;HEADERS")
  add_library(${name} OBJECT "${PROJECT_SOURCE_DIR}/cmake/precompiled/Empty.cpp")
  target_link_libraries(${name} PRIVATE ${arg_LIBRARIES} satchel_build_flags)
  target_precompile_headers(${name} PRIVATE ${arg_HEADERS})
endfunction()

set(common_headers
  <algorithm> <array> <functional> <memory> <optional> <ranges> <span> <string> <string_view> <utility> <variant> <vector>
  <tl/expected.hpp>
  <QByteArray> <QByteArrayView> <QDateTime> <QDir> <QFile> <QFileInfo> <QHash> <QList> <QSet> <QString> <QStringList>
  <QStringView>)
set(window_headers
  <QApplication> <QComboBox> <QHBoxLayout> <QHeaderView> <QLabel> <QLineEdit> <QLocale> <QPainter> <QPushButton> <QTableView>
  <QTreeWidget> <QVBoxLayout> <QWidget>)
set(test_headers <QProcess> <QTemporaryDir> <QTest>)
if(SATCHEL_PRECOMPILE)
  _satchel_add_precompiled(satchel_precompiled
    LIBRARIES Qt6::Core tl::expected
    HEADERS ${common_headers})
  _satchel_add_precompiled(satchel_precompiled_for_windows
    LIBRARIES Qt6::Widgets tl::expected
    HEADERS ${common_headers} ${window_headers})
endif()
if(SATCHEL_PRECOMPILE AND SATCHEL_TESTS)
  find_package(Qt6 6.4 REQUIRED COMPONENTS Test)
  _satchel_add_precompiled(satchel_precompiled_for_tests
    LIBRARIES Qt6::Core tl::expected
    HEADERS ${common_headers} ${test_headers})
  _satchel_add_precompiled(satchel_precompiled_for_window_tests
    LIBRARIES Qt6::Widgets tl::expected
    HEADERS ${common_headers} ${window_headers} ${test_headers} <QSignalSpy>)
  # Not the library itself: it defines the folder of each test, and here there is none.
  foreach(precompiled satchel_precompiled_for_tests satchel_precompiled_for_window_tests)
    target_include_directories(${precompiled} SYSTEM PRIVATE
      "$<TARGET_PROPERTY:Qt6::Test,INTERFACE_INCLUDE_DIRECTORIES>")
  endforeach()
endif()

# Lets targets use what was precompiled. ccache works with it only if it is told so (`./dev` does).
function(_satchel_use_precompiled precompiled)
  if(SATCHEL_PRECOMPILE)
    foreach(target IN LISTS ARGN)
      target_precompile_headers(${target} REUSE_FROM satchel_${precompiled})
    endforeach()
  endif()
endfunction()
function(satchel_precompile)
  _satchel_use_precompiled(precompiled ${ARGN})
endfunction()
function(satchel_precompile_windows)
  _satchel_use_precompiled(precompiled_for_windows ${ARGN})
endfunction()
function(satchel_precompile_tests)
  _satchel_use_precompiled(precompiled_for_tests ${ARGN})
endfunction()
function(satchel_precompile_window_tests)
  _satchel_use_precompiled(precompiled_for_window_tests ${ARGN})
endfunction()
