#pragma once

#include <QPagedPaintDevice>

#include <core/exchange/report/Slip.h>

namespace satchel {

// The transport slips of these bundles: one for each station that they are for, on pages of its own, with the digest of
// each label as a QR code and lines to sign on. Returns the number of pages.
[[nodiscard]] Result<qint64> paintSlips(QPagedPaintDevice& device, const SlipReport& report);

} // namespace satchel
