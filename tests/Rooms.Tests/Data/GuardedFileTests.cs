using System.IO.Compression;
using System.Text;
using Cairn.Data.Ingest;

namespace Cairn.Rooms.Tests.Data;

/// <summary>Files that would make an engine crash or run away, plain and packed: refused before one sees them.</summary>
public sealed class GuardedFileTests
{
    private const int Deep = 100_000, Columns = 1000, Mebibyte = 1 << 20;

    [Theory]
    [InlineData("lists in lists", "json")]
    [InlineData("objects in objects", "json")]
    [InlineData("lists that stay open", "json")]
    [InlineData("fields without end", "json")]
    [InlineData("a text without end", "json")]
    [InlineData("more closed than opened", "json")]
    [InlineData("zeros", "json")]
    [InlineData("columns without end", "csv")]
    [InlineData("columns by another separator", "csv")]
    [InlineData("a line without end", "csv")]
    [InlineData("zeros", "csv")]
    [InlineData("a footer that lies", "parquet")]
    [InlineData("a footer longer than the file", "parquet")]
    [InlineData("half a file", "parquet")]
    public void What_would_make_an_engine_run_away_is_refused(string form, string type)
    {
        byte[] content = Content(form);
        Refused(content, "." + type, type);
        if (type != "parquet") Refused(Packed(content), $".{type}.gz", type);
    }

    [Theory]
    [InlineData("not packed at all")]
    [InlineData("cut")]
    public void What_is_not_packed_as_its_name_says_is_refused(string form)
        => Refused(form == "cut" ? Packed(Encoding.ASCII.GetBytes("[" + new string('1', 5000) + "]"))[..12] : "a,b\n1,2\n"u8.ToArray(), ".json.gz", "json");

    [Theory]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public void Json_that_unpacks_to_more_than_a_partition_may_have_is_refused(int mebibytes, bool refused)
    {
        byte[] packed = Packed(Encoding.ASCII.GetBytes("[1" + new string(' ', (4 * Mebibyte) - 3) + "]"));
        packed.Length.ShouldBeLessThan(Mebibyte / 16, "it is small as it comes");
        void Look() => Check(packed, ".json.gz", "json", (long)mebibytes * Mebibyte);
        if (refused) Should.Throw<UnreadableException>(Look).Message.ShouldBe("It is larger than the 3 MiB allowed.");
        else Look();
    }

    [Fact]
    public void An_ordinary_file_is_not()
    {
        Check("a,b\n1,2\n"u8.ToArray(), ".csv", "csv");
        Check(Packed("[{\"a\": [1, 2]}]"u8.ToArray()), ".json.gz", "json");
    }

    private static void Refused(byte[] content, string ending, string type) => Should.Throw<UnreadableException>(() => Check(content, ending, type), ending);

    private static void Check(byte[] content, string ending, string type, long limit = 32L << 30)
    {
        string path = Path.Combine(Path.GetTempPath(), $"cairn-guard-{Guid.NewGuid():N}{ending}");
        File.WriteAllBytes(path, content);
        try
        {
            FileGuard.Check(path, type, Columns, limit);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static byte[] Content(string form) => form switch
    {
        "lists in lists" => Encoding.ASCII.GetBytes(new string('[', Deep) + new string(']', Deep)),
        "objects in objects" => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", Deep)) + "1" + new string('}', Deep)),
        "lists that stay open" => Encoding.ASCII.GetBytes("[[[1"),
        "fields without end" => Encoding.ASCII.GetBytes("{" + string.Join(',', Enumerable.Range(0, Columns + 1).Select(i => $"\"f{i}\":1")) + "}"),
        "a text without end" => Encoding.ASCII.GetBytes("[\"" + new string('x', 17 * Mebibyte)),
        "more closed than opened" => "[1]]"u8.ToArray(),
        "zeros" => new byte[100],
        "columns without end" => Encoding.ASCII.GetBytes(new string(',', 200_000) + "\n"),
        "columns by another separator" => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("a|", Columns + 1)) + "\n"),
        "a line without end" => Encoding.ASCII.GetBytes(new string('x', 17 * Mebibyte)),
        "a footer that lies" => [.. "PAR1"u8, .. new byte[20], 0xFF, 0xFF, 0xFF, 0x7F, .. "PAR1"u8],
        "a footer longer than the file" => [.. "PAR1"u8, .. new byte[20], 100, 0, 0, 0, .. "PAR1"u8],
        _ => [.. "PAR1"u8, .. new byte[20]],
    };

    private static byte[] Packed(byte[] content)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest)) gzip.Write(content);
        return target.ToArray();
    }
}
