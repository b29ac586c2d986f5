using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;
using Cairn.Tracking;
using Cairn.Tracking.Imports;
using Cairn.Tracking.Imports.Workbooks;
using FsCheck;
using FsCheck.Fluent;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>Runs that others keep in an Excel workbook, and workbooks that mean harm.</summary>
public sealed class WorkbookTests
{
    private const string Texts = "<si><t>name</t></si><si><t>auc</t></si><si><t>started</t></si><si><r><t>first </t></r><r><rPr><b/></rPr><t xml:space=\"preserve\"> try</t></r><rPh sb=\"0\" eb=\"1\"><t>yomi</t></rPh></si><si><t>depth</t></si>";

    private const string Rows = """
        <row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>1</v></c><c r="C2" t="s"><v>2</v></c><c r="D2" t="s"><v>4</v></c><c r="E2" t="inlineStr"><is><t>pruned</t></is></c></row>
        <row r="3"/>
        <row r="4"><c r="A4" t="s"><v>3</v></c><c r="B4" s="3"><v>0.10000000000000001</v></c><c r="C4" s="2"><v>46345.333333333336</v></c><c r="D4" t="str"><f>LOWER("Deep")</f><v>deep</v></c><c r="E4" t="b"><v>1</v></c></row>
        <row r="5"><c r="B5"><v>7.5E-1</v></c><c r="C5" s="1"><v>36526</v></c><c r="D5"><v>5</v></c><c r="E5" s="3"/></row>
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cells_are_read_as_their_sheet_shows_them()
        => (await RowsAsync(new TestWorkbook(Texts, ("Trials", Rows)).ToBytes())).Select(r => string.Join(" | ", r)).ShouldBe(
            ["name | auc | started | depth | pruned", "first  try | 0.1 | 2026-11-19T08:00:00 | deep | true", " | 0.75 | 2000-01-01 | 5 | "]);

    [Fact]
    public async Task A_sheet_is_chosen_by_its_name()
    {
        byte[] workbook = new TestWorkbook(Texts, ("Notes", "<row><c><v>1</v></c></row>"), ("Trials", Rows)).ToBytes();
        (await RowsAsync(workbook))[0].ShouldBe(["1"]);
        (await RowsAsync(workbook, "Trials"))[0][0].ShouldBe("name");
        (await RefusedAsync(workbook, "Trails")).ShouldBe("The workbook has no sheet 'Trails'; it has 'Notes', 'Trials'.");
    }

    [Fact]
    public async Task A_workbook_becomes_runs_that_are_marked()
    {
        await using TestWorld world = await TrackingWorld.StartAsync();
        using HttpResponseMessage answer = await world.Http.PostAsync($"/api/v1/projects/{TrackingWorld.Project}/runs/import?experiment=archive&origin=results.xlsx", new ByteArrayContent(new TestWorkbook(Texts, ("Trials", Rows)).ToBytes()), Cancel);
        string text = await answer.Content.ReadAsStringAsync(Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        JsonNode report = JsonNode.Parse(text)!;
        ((int)report["imported"]!, report["metrics"]!.ToJsonString(), report["params"]!.ToJsonString()).ShouldBe((2, """["auc"]""", """["depth","pruned"]"""));
        JsonObject run = (await world.PostAsync("runs/search", """{"experiment_ids": ["1"], "filter": "attributes.run_name = 'first  try'"}"""))["runs"]![0]!.AsObject();
        ((long)run["info"]!["start_time"]!).ShouldBe(new DateTimeOffset(2026, 11, 19, 8, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds());
        (await world.EventsAsync("run.finished")).Select(e => e.Grade).ShouldBe([0, 0]);
    }

    [Theory]
    [InlineData("""<row><c r="A1" t="e"><v>#DIV/0!</v></c></row>""", "The cell A1 of the sheet holds an error.")]
    [InlineData("""<row><c r="A1"><f>1+1</f></c></row>""", "has a formula without its value")]
    [InlineData("""<row><c r="A1" t="s"><v>9</v></c></row>""", "names a text that is not there")]
    [InlineData("""<row><c r="A1"><v>two</v></c></row>""", "is not the number")]
    [InlineData("""<row><c r="XFD1"><v>1</v></c></row>""", "more than 1000 fields")]
    [InlineData("""<row><c r="ZZZZZZZZZZZZZZ1"><v>1</v></c></row>""", "more than 1000 fields")]
    [InlineData("""<row><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>""", "out of order")]
    [InlineData("<row><c><v>1</v>", "cannot be read")]
    public async Task A_cell_that_cannot_be_taken_is_named(string rows, string said) => (await RefusedAsync(new TestWorkbook(Texts, ("Trials", rows)).ToBytes())).ShouldContain(said);

    [Fact]
    public async Task What_unpacks_without_end_is_refused()
    {
        using var target = new MemoryStream();
        using (var zip = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            await using Stream part = zip.CreateEntry("xl/workbook.xml", CompressionLevel.Fastest).Open();
            await part.WriteAsync("<workbook>"u8.ToArray(), Cancel);
            byte[] blanks = new byte[1 << 20];
            blanks.AsSpan().Fill((byte)' ');
            for (int i = 0; i < 300; i++) await part.WriteAsync(blanks, Cancel);
        }
        target.Length.ShouldBeLessThan(4 << 20);
        (await RefusedAsync(target.ToArray())).ShouldContain("unpacks to more than 256 MiB");
    }

    [Fact]
    public async Task Entities_and_other_tricks_of_XML_are_refused()
    {
        const string laughs = """<!DOCTYPE s [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><sst><si><t>&b;</t></si></sst>""", file = """<!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/passwd">]><sst><si><t>&a;</t></si></sst>""";
        foreach (string texts in (string[])[laughs, file])
            (await RefusedAsync(new TestWorkbook(Texts, ("Trials", Rows)).With("xl/sharedStrings.xml", texts).ToBytes())).ShouldContain("cannot be read");
    }

    [Fact]
    public async Task Other_files_are_told_what_they_are()
    {
        (await RefusedAsync([0xD0, 0xCF, 0x11, 0xE0, 0xA1])).ShouldContain("Save it as .xlsx");
        (await RefusedAsync("PK\u0003\u0004 and so on"u8.ToArray())).ShouldContain("zip archive is broken");
        (await RefusedAsync([0x61, 0xFF, 0x00])).ShouldContain("not UTF-8");
        (await RefusedAsync("a,b\n1,2\n"u8.ToArray(), "Trials")).ShouldContain("this is text");
        using var empty = new MemoryStream();
        using (var zip = new ZipArchive(empty, ZipArchiveMode.Create, leaveOpen: true)) zip.CreateEntry("readme.txt");
        (await RefusedAsync(empty.ToArray())).ShouldContain("no Excel workbook");
    }

    [Theory]
    [InlineData("General", false)]
    [InlineData("0.00", false)]
    [InlineData("0.00 \"days\"", false)]
    [InlineData("[Red]0.00", false)]
    [InlineData("0\\d", false)]
    [InlineData("m/d/yy h:mm", true)]
    [InlineData("[$-409]dddd", true)]
    public void Formats_of_dates_are_known_by_their_letters(string format, bool isDate) => DateStyles.IsDate(format).ShouldBe(isDate);

    [Theory]
    [InlineData(1, false, "1900-01-01")]
    [InlineData(59, false, "1900-02-28")]
    [InlineData(61, false, "1900-03-01")]
    [InlineData(36526.75, false, "2000-01-01T18:00:00")]
    [InlineData(0, true, "1904-01-01")]
    [InlineData(-1, false, null)]
    [InlineData(1e9, false, null)]
    public void Days_are_counted_as_the_workbook_does(double serial, bool from1904, string? date) => ExcelDate.Text(serial, from1904).ShouldBe(date);

    /// <summary>Whatever is changed in a workbook, it is read or refused; nothing else happens.</summary>
    [Fact]
    public void A_damaged_workbook_is_read_or_refused()
    {
        byte[] workbook = new TestWorkbook(Texts, ("Trials", Rows)).ToBytes();
        Prop.ForAll(ArbMap.Default.ArbFor<(int Place, byte Value)[]>(), edits =>
        {
            byte[] damaged = [.. workbook];
            foreach ((int place, byte value) in edits) damaged[(int)((uint)place % damaged.Length)] = value;
            if (!damaged.AsSpan().StartsWith("PK"u8)) return;
            try
            {
                WorkbookReader.Rows(damaged, null, 100).Count.ShouldBeLessThanOrEqualTo(101);
            }
            catch (MlflowException)
            {
                // Refused, with a reason.
            }
        }).QuickCheckThrowOnFailure();
    }

    private static Task<IReadOnlyList<IReadOnlyList<string>>> RowsAsync(byte[] content, string? sheet = null) => SheetContent.RowsAsync(new MemoryStream(content), sheet, 100, Cancel);

    private static async Task<string> RefusedAsync(byte[] content, string? sheet = null) => (await Should.ThrowAsync<MlflowException>(() => RowsAsync(content, sheet))).Message;
}
