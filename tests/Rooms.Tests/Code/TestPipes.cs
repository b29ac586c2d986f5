using System.Diagnostics;

namespace Cairn.Rooms.Tests.Code;

/// <summary>Named pipes by which a test and a command it runs wait for each other.</summary>
internal sealed class TestPipes : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-pipes-").FullName;

    public TestPipes()
    {
        using Process process = Process.Start("mkfifo", [Here, Never, Gate]);
        process.WaitForExit();
        process.ExitCode.ShouldBe(0);
    }

    /// <summary>The command writes here once it has begun.</summary>
    public string Here => Path.Combine(_folder, "here");

    /// <summary>Nobody ever writes here: who reads it waits.</summary>
    public string Never => Path.Combine(_folder, "never");

    /// <summary>Who reads it waits until it is let go.</summary>
    public string Gate => Path.Combine(_folder, "gate");

    /// <summary>A folder that the first attempt makes.</summary>
    public string Mark => Path.Combine(_folder, "mark");

    /// <summary>Until the command has begun.</summary>
    public Task HereAsync() => Apart(() => File.ReadAllText(Here));

    /// <summary>Lets a command go on that reads from <paramref name="gate"/>. Fails, instead of waiting for ever, when nobody reads there.</summary>
    public static Task LetGoAsync(string gate) => Apart(() => File.WriteAllText(gate, "go\n"));

    // On a thread of its own: who waits for the other end of a pipe holds one for long, and those of the pool are what the server under test runs on.
    private static Task Apart(Action open) => Task.Factory.StartNew(open, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).WaitAsync(TimeSpan.FromMinutes(2));

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
