using Cairn.Code;
using Cairn.Platform.Artifacts;

namespace Cairn.Rooms.Tests.Code;

public sealed class PackageTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("cairn-package-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Order_and_times_do_not_matter_names_contents_and_modes_do()
    {
        Artifact first = await PackAsync("one", [("b/x.txt", "x"), ("a.txt", "a")]);
        Artifact second = await PackAsync("two", [("a.txt", "a"), ("b/x.txt", "x")], age: TimeSpan.FromDays(400));
        second.ShouldBe(first);
        (await PackAsync("three", [("a.txt", "a"), ("b/y.txt", "x")])).Digest.ShouldNotBe(first.Digest);
        (await PackAsync("four", [("a.txt", "A"), ("b/x.txt", "x")])).Digest.ShouldNotBe(first.Digest);
        (await PackAsync("five", [("a.txt", "a"), ("b/x.txt", "x")], program: "a.txt")).Digest.ShouldNotBe(first.Digest);
    }

    [Fact]
    public async Task Nothing_links_and_too_much_are_refused()
    {
        Directory.CreateDirectory(Path.Combine(_root, "empty"));
        await Should.ThrowAsync<FormatException>(() => StoreAsync(Path.Combine(_root, "empty"), 100));
        string linked = Directory.CreateDirectory(Path.Combine(_root, "linked")).FullName;
        File.CreateSymbolicLink(Path.Combine(linked, "passwd"), "/etc/passwd");
        await Should.ThrowAsync<FormatException>(() => StoreAsync(linked, 1_000_000));
        await Should.ThrowAsync<FormatException>(() => PackAsync("large", [("a", new string('x', 101))]));
    }

    private Task<Artifact> PackAsync(string name, (string Path, string Text)[] files, TimeSpan age = default, string? program = null)
    {
        string folder = Path.Combine(_root, name);
        foreach ((string path, string text) in files)
        {
            string full = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, text);
            File.SetLastWriteTimeUtc(full, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc) - age);
            if (path == program) File.SetUnixFileMode(full, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }
        return StoreAsync(folder, 100);
    }

    private Task<Artifact> StoreAsync(string path, long most)
        => Package.StoreAsync(new DiskArtifactStore(Path.Combine(_root, "store")), path, "made", _root, most, TestContext.Current.CancellationToken);
}
