using Cairn.Contracts.Projects;

namespace Cairn.Sdk.Tests.Projects;

public sealed class SweepJudgeTests
{
    [Theory]
    [InlineData("{use: train, in: {train: data.d}, with: {label: y}, sweep: {trials: 2, goal: max auc, depth: 1..2}}", "judge")]
    [InlineData("{use: train, in: {train: data.d}, with: {label: y}, sweep: {trials: 2, goal: max train_auc, depth: 1..2}}", "fit")]
    [InlineData("{run: x, out: {model: model, m: metrics}, sweep: {trials: 2, goal: max auc, depth: 1..2}}", "fit")]
    [InlineData("{run: x, out: {model: model}, sweep: {trials: 2, goal: max auc, depth: 1..2}}", "judge")]
    public void What_a_command_measures_goes_first_and_what_a_built_in_measures_of_its_training_last(string fit, string judge)
    {
        ProjectFile file = ProjectFile.Parse($"project: p\ndata: {{d: {{from: push}}}}\nsteps:\n  fit: {fit}\n  judge: {{use: evaluate, in: {{model: fit.model, test: data.d}}, with: {{label: y}}}}\n", "cairn.yaml").File!;
        file.Judge(file.Steps["fit"])!.Name.ShouldBe(judge);
    }
}
