#pragma once

#include <app/VerbThread.h>
#include <app/Wording.h>
#include <app/paper/PdfFile.h>
#include <core/exchange/report/SavedTable.h>

#include <QPageLayout>
#include <QString>
#include <QWidget>

#include <functional>
#include <memory>
#include <optional>

class QLabel;
class QMenu;
class QPrinter;
class QPushButton;

namespace satchel {

// A button with a menu of the ways in which what a page shows is saved or printed, and a line beside it that tells how
// that goes. The page says what it is; this asks where, and runs it on a thread of its own with a way to stop it.
class SaveBar final : public QWidget {
    Q_OBJECT

public:
    // Writes the list to the file and returns the number of rows, on a thread that is not the window's.
    using SaveTable = std::function<Result<qint64>(TableForm form, const QString& file, const Conduct& conduct)>;

    // `name` is what files are called that people do not name otherwise, without date and extension.
    SaveBar(const QString& button, const QString& name, QWidget* parent);

    // Offers CSV and JSON. `prepare` runs on the window's thread once something was chosen: what is shown then is
    // saved.
    void offerTable(std::function<SaveTable()> prepare);
    // Offers PDF and the printer; PaintPages (PdfFile.h) runs on a thread that is not the window's.
    void offerPaper(const QString& title, QPageLayout::Orientation orientation, std::function<PaintPages()> prepare);

    // Without asking where.
    void saveTable(TableForm form, const QString& file);
    void savePaper(const QString& file);
    void print(const std::shared_ptr<QPrinter>& printer);

    [[nodiscard]] QString remark() const;
    [[nodiscard]] bool isRunning() const { return m_thread.isRunning(); }

Q_SIGNALS:
    void ended(); // the remark tells how

private:
    using Job = std::function<Result<qint64>(const Conduct& conduct)>;

    void addWay(const QString& name, const QString& text, std::function<void()> chosen);
    void askFile(const QString& filter, const QString& extension, std::function<void(const QString&)> save);
    void askPrinter();
    void run(Errand errand, Job job, std::function<QString(int count)> done);
    void show(const Progress& progress);
    void tell(Errand errand, const Result<qint64>& result, const std::function<QString(int)>& done);
    [[nodiscard]] PaperForm form() const;
    [[nodiscard]] QString proposed(const QString& extension) const;

    QString m_name;
    QString m_title; // of the document
    std::function<SaveTable()> m_prepareTable;
    std::function<PaintPages()> m_preparePaper;
    QPageLayout::Orientation m_orientation = QPageLayout::Portrait;
    QMenu* m_menu;
    QPushButton* m_button;
    QPushButton* m_stop;
    QLabel* m_remark;
    VerbThread m_thread{this, VerbThread::AtClosing::IsAwaited}; // last: it ends before what it reports to
};

} // namespace satchel
