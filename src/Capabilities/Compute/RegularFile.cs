namespace Cairn.Compute;

/// <summary>Tells files from what only looks like one: opening a pipe would wait for ever, a device never ends.</summary>
public static class RegularFile
{
    /// <summary>Whether the path itself, links not followed, is a regular file.</summary>
    public static bool Is(string path) => Native.Stat(path) is { IsFile: true };
}
