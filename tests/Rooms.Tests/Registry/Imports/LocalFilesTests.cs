using System.Diagnostics;
using Cairn.Registry.Imports;

namespace Cairn.Rooms.Tests.Registry.Imports;

/// <summary>Folders of artifacts that somebody prepared to have other files read: by links, and by addresses that lead out of them.</summary>
public sealed class LocalFilesTests : IDisposable
{
    private const string Owner = "mlflow-artifacts:/0/run/artifacts", Canary = "nobody's business";
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-links-").FullName;

    public LocalFilesTests()
    {
        Directory.CreateDirectory(Own);
        Directory.CreateDirectory(Secrets);
        File.WriteAllText(Path.Combine(Secrets, "key.txt"), Canary);
        File.WriteAllText(Path.Combine(Own, "plain.txt"), "plain");
    }

    private string Root => Path.Combine(_folder, "artifacts");

    private string Own => Path.Combine(Root, "0", "run", "artifacts");

    private string Secrets => Path.Combine(_folder, "secrets");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("file")]
    [InlineData("relative file")]
    [InlineData("folder")]
    [InlineData("relative folder")]
    [InlineData("folder above")]
    [InlineData("chain")]
    [InlineData("chain through a folder")]
    [InlineData("the machine's root")]
    [InlineData("a process")]
    [InlineData("dangling")]
    [InlineData("itself")]
    [InlineData("its own folder")]
    [InlineData("odd name")]
    [InlineData("deep")]
    public async Task A_link_in_a_folder_is_not_followed(string form)
    {
        Link(form);
        IReadOnlyList<SourceFile> files = LocalFiles.Of(Owner, Root)!;
        (await ReadAsync([files.Single(f => f.Path == "plain.txt")])).ShouldBe(["plain.txt: plain"]);
        // It is named, and not read.
        SourceFile[] links = [.. files.Where(f => f.Path != "plain.txt")];
        links.ShouldNotBeEmpty();
        foreach (SourceFile link in links) (await Should.ThrowAsync<InvalidDataException>(() => link.Open(TestContext.Current.CancellationToken))).Message.ShouldBe(LocalFiles.IsLink);
    }

    [Theory]
    [InlineData("0/run/artifacts")]
    [InlineData("0/run")]
    [InlineData("0")]
    public async Task A_link_on_the_way_to_the_folder_is_not_followed(string part)
    {
        (await ReadAsync(Owner)).ShouldNotBeEmpty();
        Directory.Delete(Path.Combine(Root, part), recursive: true);
        string target = Path.Combine(Secrets, part == "0" ? "run/artifacts" : part == "0/run" ? "artifacts" : "");
        Directory.CreateDirectory(target);
        File.WriteAllText(Path.Combine(target, "key.txt"), Canary);
        Directory.CreateSymbolicLink(Path.Combine(Root, part), part == "0/run/artifacts" ? target : Secrets);
        LocalFiles.Of(Owner, Root).ShouldBeNull();
    }

    [Theory]
    [InlineData("{secrets}")]
    [InlineData("file://{secrets}")]
    [InlineData("file:{secrets}")]
    [InlineData("file://localhost{secrets}")]
    [InlineData("mlflow-artifacts:/../secrets")]
    [InlineData("mlflow-artifacts:/0/../../secrets")]
    [InlineData("mlflow-artifacts:/0/run/artifacts/../../../../secrets")]
    [InlineData("mlflow-artifacts://host/../secrets")]
    [InlineData("mlflow-artifacts:/")]
    [InlineData("mlflow-artifacts:/.")]
    [InlineData("file://{root}/../secrets")]
    [InlineData("{root}/../secrets")]
    [InlineData("{root}-other")]
    [InlineData("secrets")]
    [InlineData("../secrets")]
    [InlineData("s3://bucket/secrets")]
    [InlineData("")]
    public void An_address_that_leads_out_of_the_folder_is_none(string address)
    {
        Directory.CreateDirectory(Root + "-other");
        LocalFiles.Of(address.Replace("{secrets}", Secrets, StringComparison.Ordinal).Replace("{root}", Root, StringComparison.Ordinal), Root).ShouldBeNull();
        LocalFiles.Of(Owner, Root).ShouldNotBeNull();
    }

    [Fact]
    public async Task Addresses_of_this_machine_are_read_below_the_folder_that_was_named_for_them()
    {
        foreach (string address in (string[])[Own, "file://" + Own, Owner, "mlflow-artifacts://mlflow:5000/0/run/artifacts"]) (await ReadAsync(address)).ShouldBe(["plain.txt: plain"], address);
        LocalFiles.Of(Own, null).ShouldBeNull();
    }

    [Fact]
    public async Task What_becomes_a_link_after_it_was_listed_is_not_read()
    {
        IReadOnlyList<SourceFile> files = LocalFiles.Of(Owner, Root)!;
        File.Delete(Path.Combine(Own, "plain.txt"));
        File.CreateSymbolicLink(Path.Combine(Own, "plain.txt"), Path.Combine(Secrets, "key.txt"));
        await Should.ThrowAsync<InvalidDataException>(() => files[0].Open(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_pipe_holds_nobody_up()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Windows has no such pipes.");
        using (Process made = Process.Start("mkfifo", Path.Combine(Own, "pipe"))) await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        (await ReadAsync(Owner)).ShouldBe(["pipe: ", "plain.txt: plain"]);
    }

    private void Link(string form)
    {
        string at = Path.Combine(Own, form == "odd name" ? "a\nb\"c" : "link"), key = Path.Combine(Secrets, "key.txt");
        switch (form)
        {
            case "file" or "odd name": File.CreateSymbolicLink(at, key); break;
            case "relative file": File.CreateSymbolicLink(at, "../../../../secrets/key.txt"); break;
            case "folder": Directory.CreateSymbolicLink(at, Secrets); break;
            case "relative folder": Directory.CreateSymbolicLink(at, "../../../../secrets"); break;
            case "folder above": Directory.CreateSymbolicLink(at, Root); break;
            case "the machine's root": Directory.CreateSymbolicLink(at, "/"); break;
            case "a process": File.CreateSymbolicLink(at, "/proc/self/environ"); break;
            case "dangling": File.CreateSymbolicLink(at, Path.Combine(Secrets, "later.txt")); break;
            case "itself": File.CreateSymbolicLink(at, "link"); break;
            case "its own folder": Directory.CreateSymbolicLink(at, "."); break;
            case "chain":
                File.CreateSymbolicLink(at, "other");
                File.CreateSymbolicLink(Path.Combine(Own, "other"), key);
                break;
            case "chain through a folder":
                Directory.CreateSymbolicLink(at, Secrets);
                File.CreateSymbolicLink(Path.Combine(Own, "other"), "link/key.txt");
                break;
            case "deep":
                string deep = Directory.CreateDirectory(Path.Combine([Own, .. Enumerable.Repeat("d", 50)])).FullName;
                File.CreateSymbolicLink(Path.Combine(deep, "key.txt"), key);
                break;
            default: throw new ArgumentOutOfRangeException(nameof(form));
        }
    }

    private Task<IReadOnlyList<string>> ReadAsync(string address) => ReadAsync(LocalFiles.Of(address, Root)!);

    private static async Task<IReadOnlyList<string>> ReadAsync(IReadOnlyList<SourceFile> files)
    {
        var all = new List<string>();
        foreach (SourceFile file in files)
        {
            using var reader = new StreamReader(await file.Open(TestContext.Current.CancellationToken));
            all.Add($"{file.Path}: {await reader.ReadToEndAsync(TestContext.Current.CancellationToken)}");
        }
        return all;
    }
}
