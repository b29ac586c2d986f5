using Cairn.Contracts.Segments;
using Cairn.Platform;
using Cairn.Tracking.Artifacts.Uploads;

namespace Cairn.Rooms.Tests.Tracking;

/// <summary>What is acknowledged of an upload in parts outlives a power cut.</summary>
public sealed class UploadFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-uploads-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_target_and_each_part_have_a_synced_name_before_they_are_acknowledged()
    {
        var files = new ToldFiles();
        var uploads = new UploadFolder(new PlatformOptions { DataDirectory = _folder }, files);
        string id = uploads.Begin(new UploadTarget("a/model.bin", 2));
        files.Told.ShouldBe([$"rename to {id}.target", "sync uploads"]);

        files.Told.Clear();
        UploadPart part = await uploads.PutAsync(id, 1, new MemoryStream([1, 2, 3]), TestContext.Current.CancellationToken);
        files.Told.ShouldBe([$"rename to {id}.1.{part.Tag}", "sync uploads"]);
        uploads.Has(id, part).ShouldBeTrue();
    }

    /// <summary>The disk, with a list of what changed names on it.</summary>
    private sealed class ToldFiles : IDurableFiles
    {
        public List<string> Told { get; } = [];

        public IDurableFile Create(string path) => DiskFiles.Instance.Create(path);

        public IDurableFile Open(string path) => DiskFiles.Instance.Open(path);

        public void CreateDirectory(string path) => DiskFiles.Instance.CreateDirectory(path);

        public void Rename(string from, string to, bool replace = false)
        {
            DiskFiles.Instance.Rename(from, to, replace);
            Told.Add("rename to " + Path.GetFileName(to));
        }

        public void Delete(string path) => DiskFiles.Instance.Delete(path);

        public void SyncDirectory(string path)
        {
            DiskFiles.SyncDirectory(path);
            Told.Add("sync " + Path.GetFileName(path));
        }
    }
}
