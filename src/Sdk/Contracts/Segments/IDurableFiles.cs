namespace Cairn.Contracts.Segments;

/// <summary>The few file operations the log needs, so that a test can lose what was never synced. What is made, renamed or deleted is so for good once its directory was synced, and not before.</summary>
public interface IDurableFiles
{
    /// <summary>A directory, where there is none.</summary>
    void CreateDirectory(string path);

    /// <summary>A new empty file; fails when there is one.</summary>
    IDurableFile Create(string path);

    /// <summary>An existing file, opened to be cut or appended to.</summary>
    IDurableFile Open(string path);

    /// <summary>Renames within one directory; fails when there is one of the new name, unless it is to be replaced.</summary>
    void Rename(string from, string to, bool replace = false);

    /// <summary>Does nothing when there is none.</summary>
    void Delete(string path);

    void SyncDirectory(string path);
}
