namespace Cairn.Rooms.Tests.Compute;

/// <summary>The root of a system that has nothing but the list of its packages, and a program <c>rpm</c> that tells it.</summary>
internal sealed class FakeSystem : IDisposable
{
    private readonly string _list;
    private int _changes;

    /// <param name="list">Path of the list, as its manager has it.</param>
    public FakeSystem(string list, string text)
    {
        _list = Path.Combine(Root, list);
        Directory.CreateDirectory(Path.GetDirectoryName(_list)!);
        string rpm = Path.Combine(Root, "rpm");
        File.WriteAllText(rpm, $"#!/bin/sh\n[ \"$1\" = -qa ] && cat '{_list}'\n");
        File.SetUnixFileMode(rpm, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Write(text);
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("cairn-system-").FullName;

    public string SearchPath => $"{Root}:{Environment.GetEnvironmentVariable("PATH")}";

    public void Write(string text)
    {
        File.WriteAllText(_list, text);
        File.SetLastWriteTimeUtc(_list, new DateTime(2001, 1, 1, 0, 0, _changes++, DateTimeKind.Utc));
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
