#pragma once

#include <QTreeWidget>

#include <core/exchange/Overview.h>

namespace satchel {

// All that is known of one item: what became of it, what was checked, what it says.
class ItemStory final : public QTreeWidget {
    Q_OBJECT

public:
    explicit ItemStory(QWidget* parent = nullptr);

    void show(const ShowReport& report);
    void show(const Error& error);
};

} // namespace satchel
