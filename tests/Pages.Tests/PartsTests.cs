using System.Text;
using Cairn.Platform.Web;
using Cairn.Platform.Web.Charts;

namespace Cairn.Pages.Tests;

/// <summary>Parts that can be judged without rendering.</summary>
public sealed class PartsTests
{
    private static readonly IReadOnlyList<Column<string>> Named = [new("x", "X", v => v)];

    [Fact]
    public void A_diff_names_removed_and_added_lines_and_keeps_the_rest()
    {
        var lines = TextDiff.Compare("a\nb\nc\n", "a\nB\nc\nd\n");
        lines.Select(l => (l.Kind, l.Text)).ShouldBe([(DiffKind.Equal, "a"), (DiffKind.Removed, "b"), (DiffKind.Added, "B"), (DiffKind.Equal, "c"), (DiffKind.Added, "d")]);
    }

    [Theory]
    [InlineData("", 78)]
    [InlineData("a>b b>c", 78)]
    [InlineData("a>b a>c", 166)]
    [InlineData("a>b b>c a>c", 92)]
    [InlineData("a>b b>a", 78)]
    public void A_page_keeps_room_for_the_fullest_layer_of_a_graph(string arrows, int height)
    {
        GraphEdge[] edges = [.. arrows.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(a => new GraphEdge(a[..1], a[2..]))];
        GraphNode[] nodes = [.. edges.SelectMany(e => new[] { e.From, e.To }).DefaultIfEmpty("a").Distinct().Select(id => new GraphNode(id, id, "cube", Status.Of("done"), null, "#"))];
        GraphRoom.Height(nodes, edges).ShouldBe(height);
    }

    [Fact]
    public void A_slip_of_two_letters_is_one_step() => Nearest.Distance("retrian", "retrain").ShouldBe(1);

    [Fact]
    public void Colours_of_names_do_not_change_between_processes()
    {
        SeriesStyle.SlotOf("brisk-gull").ShouldBe(SeriesStyle.SlotOf("brisk-gull"));
        SeriesStyle.SlotOf("a").ShouldBe(4); // FNV-1a of "a" is 0xE40C292C
        SeriesStyle.Spread([0, 0, 2]).ShouldBe([0, 1, 2]);
    }

    [Fact]
    public void Terminal_colours_become_classes_and_markup_stays_text() =>
        Ansi.ToHtml("\u001b[31m<b>bad</b>\u001b[0m ok\u001b[2K").ShouldBe("<span class=\"tone fail\">&lt;b&gt;bad&lt;/b&gt;</span> ok");

    [Fact]
    public void A_cell_that_a_spreadsheet_would_run_is_disarmed()
    {
        var csv = Csv.Head(Named) + string.Concat(((string[])["=1+1", "a,b", "+0.5"]).Select(v => Csv.Line(v, Named)));
        csv.ShouldBe("x\r\n'=1+1\r\n\"a,b\"\r\n+0.5\r\n");
    }

    [Fact]
    public async Task An_open_log_keeps_a_half_line_for_later()
    {
        using var log = new MemoryStream(Encoding.UTF8.GetBytes("one\ntwo\nthr"));
        var page = await LogPage.ReadAsync(log, 0, 1, open: true, default);
        page.Lines.Select(l => l.Text).ShouldBe(["one", "two"]);
        page.Next.ShouldBe(8);
        page = await LogPage.ReadAsync(log, page.Next, 3, open: false, default);
        page.Lines.ShouldBe([new LogLine(3, "thr")]);
        page.More.ShouldBeFalse();
    }

    [Fact]
    public void A_gap_in_a_trend_is_a_gap_in_its_numbers_and_words_skip_it()
    {
        var times = Enumerable.Range(0, 3).Select(i => DateTimeOffset.UnixEpoch.AddDays(i)).ToArray();
        var chart = new TrendChart("AUC", times, [new("v1", 0, [.7, null, .6])]).Build();
        chart.Sentence.ShouldBe("AUC: v1 from 0.700 to 0.600.");
        chart.Table.Columns[1].Cells.ShouldBe([.7, null, .6]);
    }

    [Fact]
    public void Counts_are_told_as_counts()
    {
        ChartParts.FromTo("errors", [0, null, 1204]).ShouldBe("errors from 0 to 1,204");
        ChartParts.FromTo("auc", [0, 0.5]).ShouldBe("auc from 0.000 to 0.500");
        ChartParts.FromTo("rows", [null]).ShouldBe("rows has no data");
    }

    [Fact]
    public void Every_icon_the_states_use_is_in_the_sprite()
    {
        foreach (var token in Enum.GetValues<Token>())
        {
            AssetCatalog.Icons.ShouldContain(token.Icon());
        }

        AssetCatalog.Text("sprite.svg").ShouldContain("id=\"i-circle-check\"");
    }
}
