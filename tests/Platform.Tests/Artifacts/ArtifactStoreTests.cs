using System.Security.Cryptography;
using Cairn.Platform.Artifacts;

namespace Cairn.Platform.Tests.Artifacts;

/// <summary>What every artifact store promises; one line per store in <see cref="Stores"/>.</summary>
public sealed class ArtifactStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-artifacts-").FullName;

    public static TheoryData<string> Stores { get; } = ["disk"];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Content_comes_back_under_its_digest_and_is_stored_once(string kind)
    {
        IArtifactStore store = Open(kind);
        byte[] content = RandomNumberGenerator.GetBytes(300_000);
        Artifact first = await store.PutAsync(new MemoryStream(content)), second = await store.PutAsync(new MemoryStream(content));
        first.ShouldBe(second);
        first.ShouldBe(new Artifact(Digest.Of(content), content.Length));
        File.ReadAllBytes(await store.PathAsync(first.Digest)).ShouldBe(content);
        Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).Count().ShouldBe(1);
    }

    [Theory]
    [InlineData(32 << 20)]
    [InlineData((34 << 20) + 12_345)]
    public async Task Long_content_is_the_same_however_it_ends(int length)
    {
        IArtifactStore store = Open("disk");
        byte[] content = new byte[length];
        new Random(length).NextBytes(content);
        Artifact stored = await store.PutAsync(new MemoryStream(content));
        stored.ShouldBe(new Artifact(Digest.Of(content), length));
        Digest.Of(await File.ReadAllBytesAsync(await store.PathAsync(stored.Digest), TestContext.Current.CancellationToken)).ShouldBe(stored.Digest);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task A_broken_upload_leaves_nothing(string kind)
    {
        IArtifactStore store = Open(kind);
        await Should.ThrowAsync<IOException>(() => store.PutAsync(new Breaking()));
        Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Many_writers_of_the_same_content_agree(string kind)
    {
        IArtifactStore store = Open(kind);
        byte[] content = RandomNumberGenerator.GetBytes(50_000);
        Artifact[] all = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => store.PutAsync(new MemoryStream(content)))));
        all.Distinct().Count().ShouldBe(1);
    }

    [Theory]
    [InlineData("sha256:../../etc/passwd")]
    [InlineData("sha256:")]
    [InlineData("")]
    [InlineData("md5:0000")]
    [InlineData("sha256:ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef0123456789a")]
    public async Task What_is_no_digest_never_becomes_a_path(string digest)
        => await Should.ThrowAsync<ArgumentException>(() => Open("disk").ExistsAsync(digest));

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task An_unknown_digest_is_said_to_be_missing(string kind)
        => await Should.ThrowAsync<FileNotFoundException>(() => Open(kind).OpenAsync(Digest.Of("nothing")));

    private IArtifactStore Open(string kind) => kind == "disk" ? new DiskArtifactStore(_folder) : throw new NotSupportedException(kind);

    private sealed class Breaking : MemoryStream
    {
        private int _reads;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
            => _reads++ == 0 ? ValueTask.FromResult(100) : throw new IOException("cut off");
    }
}
