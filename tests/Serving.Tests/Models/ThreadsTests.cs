using Cairn.Serving.Models;
using Cairn.Serving.Runs;
using Cairn.Serving.Tests.Support;

namespace Cairn.Serving.Tests.Models;

/// <summary>Long runs may be spread over threads: the answers are the same, and fewer run at once.</summary>
public sealed class ThreadsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cairn-threads-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_model_answers_the_same_whether_the_trial_stays_or_not(bool stays)
    {
        GraphModel model = GraphModel.OfGraph(TestModels.Write(_folder, "1", TestModels.Slow(3)).Path, "sha256:x");
        try
        {
            float[] before = Run(model);
            model.TryThreads(1).ShouldBeFalse();
            model.TryThreads(2).ShouldBeTrue();
            Run(model).ShouldBe(before);
            model.SettleThreads(stays);
            Run(model).ShouldBe(before);
            int? parallel = stays ? Math.Max(1, Environment.ProcessorCount / 2) : null;
            model.Parallel.ShouldBe(parallel);
            model.TryThreads(2).ShouldBeFalse("it is tried once");
        }
        finally { model.Release(); }
    }

    [Theory]
    [InlineData(300, 200, true)]
    [InlineData(300, 201, false)]
    [InlineData(300, 400, false)]
    public void It_stays_where_one_caller_gains_a_third(long alone, long spread, bool stays) => ModelWarmer.Pays(alone, spread).ShouldBe(stays);

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public void It_is_tried_only_while_nobody_else_runs_the_model(bool idle, int trials)
    {
        var model = new StandInModel(TimeSpan.FromMilliseconds(30));
        ModelWarmer.Warm(model, model.Fit, model.Contract, idle);
        model.Trials.ShouldBe(trials);
    }

    private static float[] Run(GraphModel model)
    {
        var contract = new InputContract(model.Columns, keyColumn: null, matrixName: null);
        var part = RunPart.Of(SampleRows.Of(contract, 0), 1);
        part.BeginOutputs(1);
        model.Run(ModelFit.Make(contract, model.Inputs), [part], 1);
        return part.Outputs[0].Elements<float>().ToArray();
    }
}
