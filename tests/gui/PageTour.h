#pragma once

#include <QString>

class QListWidget;
class QWidget;

namespace satchel {
class MainWindow;
}

namespace satchel::test {

// Goes through the pages of a window, whichever there are: by their names in its list, as a person does.
class PageTour final {
public:
    explicit PageTour(MainWindow& window);

    [[nodiscard]] int count() const;
    [[nodiscard]] QString name(int row) const;
    // The page itself, opened, with what it shows of the station.
    [[nodiscard]] QWidget* open(int row) const;
    // The row of the page that is open.
    [[nodiscard]] int opened() const;
    // Until nothing is read on another thread and nothing that is written in the window changes any more.
    void settle() const;
    // The first row of each table that tells something about a row.
    static void chooseFirst(QWidget& page);
    // And what a page shows only at times: a card at the end of an errand, progress.
    static void showMore(QWidget& page);

private:
    [[nodiscard]] bool isReading() const;
    [[nodiscard]] QString everythingWritten() const;

    MainWindow& m_window;
    QListWidget* m_names;
};

} // namespace satchel::test
