using System.Text;

namespace Cairn.Bench;

/// <summary>A thousand steps that read a hundred files each, a hundred thousand of 1 kB in all, run again when nothing has changed.</summary>
internal abstract class NothingBenchmark : IBenchmark
{
    protected const int Makers = 10, Folders = 100, Files = 100, Length = 1000;
    protected const string Case = "1,000 steps with 100,000 files as inputs, nothing changed";

    public abstract string Name { get; }

    public abstract string What { get; }

    public abstract string Unit { get; }

    public abstract Goal Goal { get; }

    public int Rounds => 2;

    protected PipelineSetup Setup { get; } = new();

    public async Task PrepareAsync(CancellationToken cancel)
    {
        Directory.CreateDirectory(Setup.Repository);
        await File.WriteAllTextAsync(Path.Combine(Setup.Repository, "make.sh"), Script, cancel);
        await Setup.StartAsync(Project(), cancel);
        await Setup.RunAsync(noCache: false, cancel);
    }

    public abstract Task<double> MeasureAsync(CancellationToken cancel);

    public abstract Task<double> ControlAsync(CancellationToken cancel);

    public virtual Task FinishAsync()
    {
        Setup.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>By builtins of the shell alone: no process a file.</summary>
    private const string Script = $"""
        n=$1
        d=0
        while [ $d -lt 100 ]; do
          eval folder=\$CAIRN_OUT_D$d
          mkdir "$folder"
          f=0
          while [ $f -lt 100 ]; do
            n=$((n + 1)) f=$((f + 1))
            printf %01000d $n > "$folder/$f"
          done
          d=$((d + 1))
        done

        """;

    private static string Project()
    {
        var yaml = new StringBuilder("project: bench\nsteps:\n");
        for (int m = 0; m < Makers; m++)
        {
            yaml.Append($"  make{m}: {{run: sh make.sh {m * Folders * Files}, out: {{{string.Join(", ", Enumerable.Range(0, Folders).Select(d => $"d{d}: dir"))}}}}}\n");
            for (int d = 0; d < Folders; d++) yaml.Append($"  read{m}_{d}: {{run: \"cat $CAIRN_IN_D/* > $CAIRN_OUT_F\", in: {{d: make{m}.d{d}}}, out: {{f: file}}}}\n");
        }
        string all = string.Join(", ", Enumerable.Range(0, Makers * Folders).Select(i => $"f{i}: read{i / Folders}_{i % Folders}.f"));
        return yaml.Append($"  all: {{run: \": > $CAIRN_OUT_F\", in: {{{all}}}, out: {{f: file}}}}\n").ToString();
    }
}
