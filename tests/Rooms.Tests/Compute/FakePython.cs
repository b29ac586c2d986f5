namespace Cairn.Rooms.Tests.Compute;

/// <summary>A program called <c>python3</c> that tells of packages what a test says, and runs shell scripts.</summary>
internal sealed class FakePython : IDisposable
{
    private int _changes;

    public FakePython(params string[] packages)
    {
        Directory.CreateDirectory(Site);
        string path = Path.Combine(Folder, "python3");
        File.WriteAllText(path, $"""
            #!/bin/sh
            case "$1" in
              --version) echo Python 3.11.2;;
              -c) if [ -e '{Site}'/sleeps ]; then echo > '{Site}'/sleeps; exec sleep 600; fi
                  echo 3.11.2; cat '{Site}'/packages; echo 'in {Site}';;
              *) . "./$1";;
            esac

            """);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Install(packages);
    }

    private string Folder { get; } = Directory.CreateTempSubdirectory("cairn-python-").FullName;

    public string Site => Path.Combine(Folder, "site");

    public string SearchPath => $"{Folder}:{Environment.GetEnvironmentVariable("PATH")}";

    /// <summary>What is installed from now on, <c>name==version</c>.</summary>
    public void Install(params string[] packages)
    {
        File.WriteAllLines(Path.Combine(Site, "packages"), packages);
        // Whoever installs makes a folder beside.
        Directory.CreateDirectory(Path.Combine(Site, $"change-{_changes}"));
        Directory.SetLastWriteTimeUtc(Site, new DateTime(2001, 1, 1, 0, 0, _changes++, DateTimeKind.Utc));
    }

    /// <summary>Whoever asks it from now on waits.</summary>
    public void FallAsleep() => MakePipe(Path.Combine(Site, "sleeps"));

    /// <summary>Completes when it was asked.</summary>
    public Task SleepsAsync(CancellationToken cancellation) => Task.Run(() => File.ReadAllText(Path.Combine(Site, "sleeps")), cancellation).WaitAsync(TimeSpan.FromSeconds(30), cancellation);

    private static void MakePipe(string path)
    {
        using var made = System.Diagnostics.Process.Start("mkfifo", path);
        made.WaitForExit();
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
