#pragma once

#include <QWidget>

#include <core/base/Result.h>

namespace satchel {

// A station that cannot be opened, because its settings cannot be read for instance: what happened, what is safe, what
// to do, and another look once it was done.
class UnopenedPage final : public QWidget {
    Q_OBJECT

public:
    explicit UnopenedPage(const Error& error, QWidget* parent = nullptr);

Q_SIGNALS:
    void lookAgain();
};

} // namespace satchel
