#pragma once

#include <memory>
#include <sqlite3.h>

namespace satchel {

template <auto Free> struct SqliteDeleter {
    template <typename T> void operator()(T* object) const noexcept { Free(object); }
};

using SqliteConnection = std::unique_ptr<sqlite3, SqliteDeleter<sqlite3_close>>;
using SqliteStatement = std::unique_ptr<sqlite3_stmt, SqliteDeleter<sqlite3_finalize>>;

} // namespace satchel
