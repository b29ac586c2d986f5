using System.Diagnostics;

namespace Cairn.Bench;

/// <summary>The least that steps one after the other need to be durable: of each, a line that it begins, its command by the shell, a line that it has ended; both synced.</summary>
internal static class BareChain
{
    public const string Command = ": > $CAIRN_OUT_F";

    /// <returns>Milliseconds of each step.</returns>
    public static IReadOnlyList<double> Run(int count)
    {
        string folder = Directory.CreateTempSubdirectory("cairn-bench-").FullName;
        using FileStream journal = File.Create(Path.Combine(folder, "journal"));
        var took = new List<double>();
        for (int i = 0; i < count; i++)
        {
            long start = Stopwatch.GetTimestamp();
            Note(journal, $"{i} begins\n");
            var shell = new ProcessStartInfo("/bin/sh", ["-c", Command]) { UseShellExecute = false, WorkingDirectory = folder };
            shell.Environment["CAIRN_OUT_F"] = Path.Combine(folder, $"{i}");
            using (Process process = Process.Start(shell)!) process.WaitForExit();
            Note(journal, $"{i} ended\n");
            took.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        Directory.Delete(folder, recursive: true);
        return took;
    }

    private static void Note(FileStream journal, string line)
    {
        journal.Write(System.Text.Encoding.UTF8.GetBytes(line));
        journal.Flush(flushToDisk: true);
    }
}
