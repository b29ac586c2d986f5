using Cairn.Client;
using FsCheck;
using FsCheck.Fluent;

namespace Cairn.Sdk.Tests.Client;

/// <summary>Whatever a crash leaves of the end, what was whole before it stays.</summary>
public sealed class BufferFileTests : IDisposable
{
    // In memory where the system has such a folder: a hundred cases wait for thousands of syncs else.
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), "buffer-" + Guid.NewGuid().ToString("N"))).FullName;

    private string File => Path.Combine(_folder, "run");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Cut anywhere: the records that end before the cut are there, the others are not, and the file goes on.</summary>
    [Fact]
    public void A_torn_tail_is_cut_and_nothing_before_it() => Prop.ForAll(ArbMap.Default.ArbFor<byte[][]>(), ArbMap.Default.ArbFor<NonNegativeInt>(), (payloads, cut) =>
    {
        var ends = Write(payloads);
        var length = cut.Get % (int)(new FileInfo(File).Length + 1);
        using (var torn = System.IO.File.OpenWrite(File))
        {
            torn.SetLength(length);
        }
        var whole = payloads.Where((_, i) => ends[i] <= length).ToList();
        Read().ShouldBe(whole);
        using (var file = BufferFile.Open(File))
        {
            file.Append(BufferKind.Call, [7]);
        }
        Read().ShouldBe([.. whole, [7]]);
    }).QuickCheckThrowOnFailure();

    /// <summary>A block of the disk that was allotted and never written, or holds what was there before.</summary>
    [Fact]
    public void What_was_never_written_whole_is_cut() => Prop.ForAll(ArbMap.Default.ArbFor<byte[][]>(), ArbMap.Default.ArbFor<byte[]>(), (payloads, rest) =>
    {
        Write(payloads);
        using (var file = new FileStream(File, FileMode.Append))
        {
            file.Write(rest);
        }
        Read().ShouldBe(payloads);
        Read().ShouldBe(payloads);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Another_kind_of_file_is_refused_and_left_alone()
    {
        System.IO.File.WriteAllText(File, "somebody's notes");

        Should.Throw<InvalidDataException>(() => BufferFile.Open(File));

        System.IO.File.ReadAllText(File).ShouldBe("somebody's notes");
    }

    [Fact]
    public void An_open_file_belongs_to_one()
    {
        using var mine = BufferFile.Open(File);

        Should.Throw<IOException>(() => BufferFile.Open(File));
    }

    private List<long> Write(byte[][] payloads)
    {
        System.IO.File.Delete(File);
        List<long> ends = [];
        using var file = BufferFile.Open(File);
        foreach (var payload in payloads)
        {
            file.Append(BufferKind.Batch, payload);
            ends.Add(new FileInfo(File).Length);
        }
        return ends;
    }

    private List<byte[]> Read()
    {
        using var file = BufferFile.Open(File);
        return [.. file.Records().Select(r => r.Payload)];
    }
}
