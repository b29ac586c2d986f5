namespace Cairn.Contracts.Segments;

/// <summary>The few file operations the log needs, so that a test can lose what was never synced.</summary>
public interface IDurableFiles
{
    /// <summary>A new empty file; fails when there is one. Its name is durable when this returns.</summary>
    IDurableFile Create(string path);

    /// <summary>An existing file, opened to be cut or appended to.</summary>
    IDurableFile Open(string path);

    /// <summary>Renames durably within one directory; replaces nothing.</summary>
    void Rename(string from, string to);
}
